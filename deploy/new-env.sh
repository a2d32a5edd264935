#!/bin/sh
# Writes the file .env with fresh secrets for docker-compose.yml, once.  deploy/new-env.sh https://atrium.example.com
set -eu
url=${1:?the address under which people reach Atrium, like https://atrium.example.com}
file=${2:-.env}
case $url in
  http://?*|https://?*) ;;
  *) echo "$url is no address like https://atrium.example.com" >&2; exit 1 ;;
esac
if [ -e "$file" ]; then
  echo "$file is there already, and its secrets are needed to read what is stored. Nothing was changed." >&2
  exit 1
fi
umask 077
word() { openssl rand -hex 24; }
cat > "$file.part" <<END
# Secrets of this installation. Keep a copy where the backups are not.
PUBLIC_URL=$url
ENCRYPTION_KEY=$(openssl rand -base64 32)
ACCESS_TOKEN_SECRET=$(word)
DATABASE_ROLE_PASSWORD=$(word)
POSTGRES_PASSWORD=$(word)

# Mails go to the mail catcher until these name a server.
# SMTP_URL=smtps://user:password@mail.example.com:465
MAIL_FROM="Atrium <atrium@localhost>"
END
mv "$file.part" "$file"

# Programs in containers are user 1000, who writes backups here.
backups=$(dirname "$file")/backups
mkdir -p "$backups"
case $(id -u) in
  0) chown 1000:1000 "$backups" ;;
  1000) ;;
  *) echo "Give $backups to the programs in the containers: sudo chown 1000:1000 $backups" ;;
esac
echo "$file is written. Put a copy of it in a safe place: without ENCRYPTION_KEY what is sealed cannot be read."
