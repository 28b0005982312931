"""`python -m bot` is `kaiwa`."""

from bot.cli import main

if __name__ == "__main__":
    main()
