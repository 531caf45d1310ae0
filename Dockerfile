# syntax=docker/dockerfile:1

# One image for docker compose and for Home Assistant, for amd64 and arm64.
#   docker build .                     the gateway with the Baileys engine
#   docker build --target chromium .   with a browser, for the whatsapp-web.js engine
#   docker build --target demo .       with a simulated WhatsApp, for a look around
ARG NODE_IMAGE=node:24-bookworm-slim

# A compiler, for where no prebuilt SQLite driver can be fetched.
FROM ${NODE_IMAGE} AS base
ENV PUPPETEER_SKIP_DOWNLOAD=1
WORKDIR /app
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install --yes --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json .npmrc ./
COPY scripts/prepare.mjs scripts/build-if-needed.mjs scripts/page-script.mjs scripts/

FROM base AS build
RUN npm ci --no-audit --no-fund
COPY tsconfig.json nest-cli.json ./
COPY libs libs
COPY apps apps
RUN npm run build

# Not installed anew: the SQLite driver may just have been compiled.
FROM build AS production
RUN npm prune --omit=dev --no-audit --no-fund

FROM build AS demo
ENV COLUMBA_HOST=0.0.0.0
COPY scripts scripts
EXPOSE 8066
USER 1000
CMD ["node", "scripts/demo.mjs"]

FROM ${NODE_IMAGE} AS runtime
ARG BUILD_VERSION=0.1.0
ARG BUILD_ARCH=amd64
LABEL org.opencontainers.image.title="Columba" \
  org.opencontainers.image.description="A self-hosted WhatsApp gateway" \
  org.opencontainers.image.licenses="Apache-2.0 AND GPL-3.0-only" \
  org.opencontainers.image.source="https://github.com/columba-gateway/columba" \
  org.opencontainers.image.version="${BUILD_VERSION}" \
  io.hass.version="${BUILD_VERSION}" \
  io.hass.type="app" \
  io.hass.arch="${BUILD_ARCH}"
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates ffmpeg tini \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node -m 0700 /data
ENV NODE_ENV=production \
  HOME=/home/node \
  COLUMBA_HOST=0.0.0.0 \
  COLUMBA_DATA_DIR=/data \
  COLUMBA_IMPORT_DIRS=/config/import
WORKDIR /app
COPY package.json LICENSE NOTICE ./
COPY box box
COPY --from=production /app/node_modules node_modules
COPY --from=build /app/dist/page dist/page
COPY --from=build /app/dist/server dist/server
VOLUME /data
EXPOSE 8066
HEALTHCHECK --interval=30s --timeout=10s --start-period=90s --retries=3 CMD ["node", "/app/box/health.mjs"]
# Home Assistant gives the data folder to root, so it starts as root; the entry script hands the folder over and becomes
# the user `node` before the program runs. Started as another user, as compose does it, it only runs the program.
ENTRYPOINT ["/usr/bin/tini", "--", "/app/box/entrypoint.sh"]
CMD ["node", "--enable-source-maps", "/app/dist/server/apps/server/src/main.js"]

FROM runtime AS chromium
ENV CHROMIUM_PATH=/usr/bin/chromium
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install --yes --no-install-recommends chromium fonts-noto-color-emoji \
  && rm -rf /var/lib/apt/lists/*

# What is built when nothing else is said.
FROM runtime AS columba
