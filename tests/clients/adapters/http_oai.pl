# HTTP::OAI behind the pipe that harvesters.py describes: perl http_oai.pl BASE_URL VERB [ARGUMENT=VALUE ...]

use strict;
use warnings;

use HTTP::OAI;
use JSON::PP;

my ($base_url, $verb, @arguments) = @ARGV;
my %arguments = map { split /=/, $_, 2 } @arguments;
my $json = JSON::PP->new->utf8->canonical;
$| = 1;

# Says one thing and waits until the reader wants the next.
sub say_and_wait {
    print $json->encode(shift), "\n";
    defined(readline STDIN) or exit 1;
}

sub of_header {
    my ($header) = @_;
    return (
        identifier => $header->identifier,
        datestamp => $header->datestamp,
        deleted => ($header->status // '') eq 'deleted' ? JSON::PP::true : JSON::PP::false,
        sets => [$header->setSpec],
    );
}

sub of_record {
    my ($record) = @_;
    # Its tree is a fragment that holds the element `metadata`, which holds the root of the format.
    my ($holder) = $record->metadata ? grep { $_->isa('XML::LibXML::Element') } $record->metadata->dom->childNodes : ();
    my ($root) = $holder ? grep { $_->isa('XML::LibXML::Element') } $holder->childNodes : ();
    my @titles = $root ? $root->getElementsByTagNameNS('http://purl.org/dc/elements/1.1/', 'title') : ();
    @titles = map { $_->textContent } @titles;
    return (of_header($record->header), root => $root ? $root->localname : undef, titles => \@titles);
}

# The list verbs go on from page to page only for a caller who takes each item as it comes.
my %as_item = (
    ListIdentifiers => sub { of_header(shift) },
    ListRecords => sub { of_record(shift) },
    ListSets => sub { (identifier => shift->setSpec) },
);

my $harvester = HTTP::OAI::Harvester->new(baseURL => $base_url);
my $convert = $as_item{$verb};
my $answer = $convert
    ? $harvester->$verb(%arguments, onRecord => sub { say_and_wait({ $convert->(shift) }) })
    : $harvester->$verb(%arguments);
my ($error) = $answer->can('errors') ? $answer->errors : ();
if ($error || $answer->is_error) {
    die $answer->code . ' ' . $answer->message . "\n" unless $error;
    say_and_wait({ error => $error->code });
} elsif ($verb eq 'GetRecord') {
    say_and_wait({ of_record($answer->next) });
} elsif ($verb eq 'ListMetadataFormats') {
    say_and_wait({ identifier => $_->metadataPrefix }) for $answer->metadataFormat;
}
