# syntax=docker/dockerfile:1
# One image for every process of Atrium: api, worker, migrate and the other commands of "atrium".

FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.npm npm ci && npm run build
RUN --mount=type=cache,target=/root/.npm deploy/make-release.sh /release

FROM node:24-bookworm-slim
# It runs programs and installs none.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
      /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-* \
 && install -d -o node -g node -m 700 /data
WORKDIR /app
COPY --from=build /release ./
ENV NODE_ENV=production \
    ATRIUM_MODE=production \
    HOST=0.0.0.0 \
    PORT=4000 \
    DATA_DIR=/data
USER node
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "deploy/health.mjs", "http://127.0.0.1:4000/health/ready"]
ENTRYPOINT ["node", "apps/cli/bin/atrium.js"]
CMD ["api"]
