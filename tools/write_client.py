"""Write the types of the workbench's client from the server's own OpenAPI: `workbench/src/api/schema.d.ts`.

    python tools/write_client.py            # or: npm --prefix workbench run types
    python tools/write_client.py --check    # ends with 1 where the file and the server differ

Node and the packages of `workbench/` have to be there (`make workbench`). `tests/house/test_client.py` fails where they differ.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from imbroglio.web.app import make_app

WORKBENCH = Path(__file__).resolve().parents[1] / "workbench"
TYPES = WORKBENCH / "src" / "api" / "schema.d.ts"
GENERATOR = WORKBENCH / "node_modules" / "openapi-typescript" / "bin" / "cli.js"


def openapi() -> str:
    """The contract, as the server tells it."""
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(Path(folder) / "contract.imbroglio", token="-", create=True)
        try:
            return json.dumps(app.openapi())
        finally:
            app.state.workbench.close()


def types(node: str = "node") -> str:
    """The client's types. Raises CalledProcessError where the generator fails."""
    with tempfile.TemporaryDirectory() as folder:
        contract = Path(folder) / "openapi.json"
        contract.write_text(openapi(), encoding="utf-8")
        # What has a default may be left out of a request; in answers everything is there, and the contract says so.
        call = [node, str(GENERATOR), str(contract), "--default-non-nullable=false", "-o", str(Path(folder) / "schema.d.ts")]
        subprocess.run(call, check=True, capture_output=True, cwd=WORKBENCH)
        return (Path(folder) / "schema.d.ts").read_text(encoding="utf-8")


def main() -> int:
    """Write, or with --check compare."""
    made = types()
    if "--check" in sys.argv[1:]:
        return int(TYPES.read_text(encoding="utf-8") != made)
    TYPES.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
