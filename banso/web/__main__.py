"""`python -m banso.web` serves the pages."""

import sys

from banso.web.serve import main

sys.exit(main())
