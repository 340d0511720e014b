"""Run the command line as ``python -m par_index``."""

from par_index.cli import main

if __name__ == "__main__":
    main()
