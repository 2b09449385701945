"""What `manage.py up` starts and watches. Nothing here needs Django's settings."""
