"""`python -m spplus_desk`: the same as the console script."""

import sys

from spplus_desk.cli import main

sys.exit(main())
