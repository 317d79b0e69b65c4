"""Peers that are Python packages, as commands: the text of PDFs on standard output, a form feed after each page.

    peers.py pypdfium2|pymupdf FILE…

A page that fails is left out, as its library would do; a file that fails is the exit status.
"""
import sys


def pages_of_pypdfium2(path):
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    for number in range(len(document)):
        try:
            yield document[number].get_textpage().get_text_bounded()
        except pypdfium2.PdfiumError:
            yield ""


def pages_of_pymupdf(path):
    import pymupdf

    pymupdf.TOOLS.mupdf_display_errors(False)
    for page in pymupdf.open(path):
        yield page.get_text()


READERS = {"pypdfium2": pages_of_pypdfium2, "pymupdf": pages_of_pymupdf}


def main():
    status = 0
    for path in sys.argv[2:]:
        try:
            for text in READERS[sys.argv[1]](path):
                # A glyph without a character may come out as its code, which is that of a form feed for some.
                text = text.replace("\f", "\ufffd")
                sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\f")
        except Exception as error:  # whatever a library raises on a broken file
            print(f"{path}: {error}", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
