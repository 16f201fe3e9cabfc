"""`python -m clinic_app`: see cli.py. Looks at Python's version before anything newer is read."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 # the person may well have an older one
    sys.exit(
        "Polyclinic needs Python 3.11 or newer; this is %d.%d. " % sys.version_info[:2]  # noqa: UP031 # old Pythons read this
        + "Install a newer one, and name it with PYTHON= for make."
    )

from clinic_app.cli import main

sys.exit(main())
