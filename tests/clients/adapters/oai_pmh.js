// The package oai-pmh behind the pipe that harvesters.py describes: node oai_pmh.js BASE_URL VERB [ARGUMENT=VALUE ...]

const readline = require('node:readline')
const { OaiPmh } = require('oai-pmh')

const [baseUrl, verb, ...rest] = process.argv.slice(2)
const options = Object.fromEntries(rest.map((each) => each.split(/=(.*)/s, 2)))
const harvester = new OaiPmh(baseUrl)
const wishes = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]()

const several = (value) => (value === undefined ? [] : [].concat(value))
const text = (value) => (typeof value === 'string' ? value : value._)

function ofHeader (header) {
  return {
    identifier: header.identifier,
    datestamp: header.datestamp,
    deleted: header.$?.status === 'deleted',
    sets: several(header.setSpec)
  }
}

function ofRecord (record) {
  const [[root, content] = []] = Object.entries(record.metadata ?? {})
  return { ...ofHeader(record.header), root: root?.split(':').pop(), titles: several(content?.['dc:title']).map(text) }
}

async function * each (items, convert) {
  for await (const item of items) yield convert(item)
}

const answers = {
  ListIdentifiers: () => each(harvester.listIdentifiers(options), ofHeader),
  ListRecords: () => each(harvester.listRecords(options), ofRecord),
  ListSets: () => each(harvester.listSets(), (set) => ({ identifier: set.setSpec })),
  ListMetadataFormats: async function * () {
    const formats = several(await harvester.listMetadataFormats(options))
    yield * formats.map((format) => ({ identifier: format.metadataPrefix }))
  },
  GetRecord: async function * () {
    yield ofRecord(await harvester.getRecord(options.identifier, options.metadataPrefix))
  }
}

// Says one thing and waits until the reader wants the next.
async function sayAndWait (item) {
  process.stdout.write(JSON.stringify(item) + '\n')
  if ((await wishes.next()).done) process.exit(1)
}

async function main () {
  try {
    for await (const item of answers[verb]()) await sayAndWait(item)
  } catch (error) {
    if (!error.code || error.name !== 'OaiPmhError') throw error
    await sayAndWait({ error: error.code })
  }
  process.exit(0)
}

main()
