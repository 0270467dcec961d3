# One image for `muster migrate`, `muster worker`, `muster dashboard` and `muster gateway`.
FROM node:22-bookworm-slim AS browser
WORKDIR /srv/parts
COPY dashboard/package.json dashboard/package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM python:3.11-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1

WORKDIR /srv/muster
COPY requirements-run.lock ./
RUN pip install --require-hashes -r requirements-run.lock

COPY pyproject.toml README.md LICENSE NOTICE ./
COPY schemas schemas
COPY infra infra
COPY streams streams
COPY dashboard dashboard
COPY --from=browser /srv/parts/node_modules dashboard/node_modules
RUN pip install --no-deps --editable . && python -m dashboard.bundle && useradd --create-home --uid 10001 muster

USER muster
ENTRYPOINT ["muster"]
