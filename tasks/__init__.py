"""What dev.py's tasks need from the installed packages."""
