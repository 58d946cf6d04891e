"""The `bedside` command; turns expected errors into one plain sentence and an exit code."""

from __future__ import annotations

import signal
import sys

import click

from assistant.errors import BedsideError
from intents.errors import ContentError
from models.errors import ModelError

CONTENT_BROKEN = 4
MISSING = 3
INTERRUPTED = 130
TERMINATED = 143


def main() -> None:
    """Run the command line and leave with its exit code."""
    # A normal exit, so that private folders with rendered speech go with the process.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line; 0 fine, 2 wrong use, 3 missing, 4 content broken, 130 interrupted."""
    try:
        from assistant.cli import bedside

        result = bedside.main(arguments, prog_name="bedside", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("", err=True)
        return INTERRUPTED
    except BedsideError as error:
        return _say(error, error.exit_code)
    except ContentError as error:
        return _say(error, CONTENT_BROKEN)
    except ModelError as error:
        return _say(error, MISSING)
    except BrokenPipeError:
        sys.stderr.close()  # the reader went away: nothing left to say, and nobody to say it to
        return 0


def _say(error: Exception, code: int) -> int:
    click.echo(f"bedside: {error}", err=True)
    return code


if __name__ == "__main__":
    main()
