"""Whether a file is a CycloneDX 1.5 document by its schema, with nothing that the schema does not name: sbom_valid.py FILE"""

import pathlib
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

fault = JsonStrictValidator(SchemaVersion.V1_5).validate_str(pathlib.Path(sys.argv[1]).read_text())
if fault is not None:
    sys.exit(f"{sys.argv[1]}: {fault!r}"[:2000])
