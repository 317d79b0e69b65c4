"""Deposits with the `sword2` client, in an environment of its own: SERVICE_DOCUMENT ADDRESS TOKEN FOLDER.

Writes what happened as JSON. `sword2` 0.3 cannot build a multipart body under Python 3 (it joins text and bytes), so that
function alone is replaced here by one that writes the same parts as SWORD 2.0 §6.3.2 has them.
"""

import io
import json
import sys
from base64 import b64encode
from uuid import uuid4

import sword2
import sword2.connection
from sword2.http_layer import HttpLib2Layer


def multipart_related(payloads):
    """An entry and a file, the file in base 64."""
    boundary, body = f"==={uuid4().hex}", []
    for payload in payloads:
        data = payload["data"].read() if hasattr(payload["data"], "read") else payload["data"]
        data = data.encode() if isinstance(data, str) else data
        is_file = payload["key"] == "payload"
        name = f'; filename="{payload["filename"]}"' if is_file else ""
        lines = [f"--{boundary}", f"Content-Type: {payload['type']}"]
        lines.append(f'Content-Disposition: attachment; name="{payload["key"]}"{name}')
        lines += [f"{key}: {value}" for key, value in payload.get("headers", {}).items()]
        lines += ["MIME-Version: 1.0"] + (["Content-Transfer-Encoding: base64"] if is_file else []) + ["", ""]
        body += ["\r\n".join(lines).encode(), b64encode(data) if is_file else data, b"\r\n"]
    return f'multipart/related; boundary="{boundary}"', b"".join(body) + f"--{boundary}--\r\n".encode()


sword2.connection.create_multipart_related = multipart_related


def pdf(text: str) -> bytes:
    """A PDF of one page."""
    content = f"BT /F1 18 Tf 72 770 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    file, places = b"%PDF-1.4\n", []
    for number, inside in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, inside)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return file + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (table, len(file))


def entry(title: str) -> sword2.Entry:
    """A description."""
    return sword2.Entry(title="Envoi", id=f"urn:uuid:{uuid4()}", dcterms_title=title, dcterms_creator="Roy, Anne")


def main(service_document: str, address: str, token: str, folder: str) -> dict:
    """Deposits in every way that the client knows; gives what it learned."""
    client = sword2.Connection(
        service_document, user_name=address, user_pass=token, http_impl=HttpLib2Layer(folder), error_response_raises_exceptions=False
    )
    client.get_service_document()
    told = {"valid": client.sd.valid, "version": client.sd.version, "size": client.sd.maxUploadSize}
    collection = client.workspaces[0][1][0].href
    mark = uuid4().hex

    def create(text: str, **further):
        file = io.BytesIO(pdf(f"{text} {mark}"))
        return client.create(col_iri=collection, payload=file, mimetype="application/pdf", filename="neige.pdf", **further)

    alone = create("Un fichier seul", packaging="http://purl.org/net/sword/package/Binary")
    both = create("Une entree et un fichier", metadata_entry=entry(f"La neige {mark}"))
    begun = client.create(col_iri=collection, metadata_entry=entry(f"La glace {mark}"), in_progress=True)
    file = io.BytesIO(pdf(f"La glace {mark}"))
    client.add_file_to_resource(begun.edit_media, file, "glace.pdf", mimetype="application/pdf")
    renamed = client.update(dr=begun, metadata_entry=entry(f"La glace du nord {mark}"), in_progress=True)
    content = client.get_resource(content_iri=begun.edit_media)
    done = client.complete_deposit(dr=begun)
    statement = client.get_atom_sword_statement(begun.links["http://purl.org/net/sword/terms/statement"][0]["href"])
    ore = client.get_ore_sword_statement(begun.links["http://purl.org/net/sword/terms/statement"][1]["href"])
    dropped = client.create(col_iri=collection, metadata_entry=entry("A jeter"), in_progress=True)
    gone = client.delete_container(dr=dropped)
    mediated = create("Au nom d'une autre personne", on_behalf_of="autre@example.org")
    told |= {
        "alone": alone.code,
        "both": both.code,
        "begun": begun.code,
        "renamed": renamed.code,
        "content": content.content[:5].decode(),
        "done": done.code,
        "states": [state for state, _ in statement.states],
        "originals": len(statement.original_deposits),
        "ore_states": len(ore.states),
        "gone": gone.code,
        "mediated": mediated.error_href,
    }
    return told


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
