"""`python -m evalreport`."""

from evalreport.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
