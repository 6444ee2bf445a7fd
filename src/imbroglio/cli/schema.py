"""`imbroglio schema`: the published form of a statement."""

from __future__ import annotations

import click


@click.command(
    short_help="The JSON Schema of a statement.", epilog="Example: imbroglio schema > statement.schema.json"
)
def schema() -> None:
    """Print the JSON Schema of a statement, as 'read --statements' and 'show --json' write it."""
    from imbroglio.model.schema import schema_text

    click.echo(schema_text(), nl=False)
