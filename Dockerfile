# Packages are installed in a stage of their own, so that pip and its cache stay out of
# what runs.
FROM python:3.13-slim AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements.txt /tmp/requirements.txt
RUN /venv/bin/pip install --require-hashes -r /tmp/requirements.txt


FROM python:3.13-slim AS app
# Pango and its friends lay out the PDF files; the font is Navette's own.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin navette \
    && install -d -o 10001 -g 10001 -m 0700 /data
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# Compiled once, here: the root file system is read-only afterwards.
RUN python -m compileall -q /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    XDG_CACHE_HOME=/tmp/cache \
    DATA_DIR=/data
USER 10001:10001
VOLUME /data
EXPOSE 8000 8001
CMD ["granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--host", "0.0.0.0", "--port", "8000", "config.wsgi:application"]


FROM caddy:2-alpine AS proxy
# The image gives Caddy the right to low ports, which it does not need here and which
# a container without privileges may not even hold.
RUN setcap -r /usr/bin/caddy \
    && install -d -o 10001 -g 10001 /data /config
COPY deploy/Caddyfile /etc/caddy/Caddyfile
USER 10001:10001
EXPOSE 8080 8443
