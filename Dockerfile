# A server for a database of the operator's. PostgreSQL does not come along: DATABASE_URL says where it is.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.base.json tsconfig.json ./
COPY packages packages
# The compiler's program is optional, and needed here; so are PostgreSQL's packages, which are left out at the end.
RUN npm ci --ignore-scripts \
 && npm run build \
 && npm prune --omit=dev --omit=optional --ignore-scripts \
 && find packages -name test -prune -exec rm -r {} + \
 && find packages -path '*/node_modules' -prune -o \( -name '*.ts' -o -name '*.tsbuildinfo' -o -name '*.map' \) -type f -exec rm {} +

FROM node:22-bookworm-slim
ENV NODE_ENV=production PROBITY_HOST=0.0.0.0 PROBITY_DATA_DIR=/data PROBITY_DEMO_TENANT=off
WORKDIR /app
COPY --from=build /app /app
RUN install -d -o node -g node -m 700 /data \
 && ln -s /app/packages/cli/bin/probity.js /usr/local/bin/probity
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/livez').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "packages/server/dist/main.js"]
