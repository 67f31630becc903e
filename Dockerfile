# syntax=docker/dockerfile:1
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY .build.mjs tsconfig.json ./
COPY schema ./schema
COPY subgraphs ./subgraphs
COPY gateway ./gateway
# Tests stay outside: what is compiled here is what runs. The embedded engine stays out too: MONGODB_URI names one.
RUN node .build.mjs \
  && npm prune --omit=dev --omit=optional \
  && rm -rf node_modules/typescript node_modules/@typescript dist/.tsbuildinfo \
  && find dist node_modules -name '*.map' -delete

FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/schema/generated ./schema/generated
RUN mkdir /data && chown 1000:1000 /data
VOLUME /data
USER 1000:1000
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# The other processes: dist/subgraphs/NAME/main.js, and dist/gateway/main.js for all in one.
CMD ["node", "--max-semi-space-size=32", "--heap-growing-percent=35", "--no-parallel-scavenge", "--no-allocation-site-pretenuring", "dist/gateway/main-gateway.js"]
