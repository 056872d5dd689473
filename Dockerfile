# Node is only in the first stage, Rust only in the second. The server needs neither.

FROM node:20-slim AS assets
WORKDIR /npm
COPY server/assets/npm/ ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && node build.mjs /assets

FROM rust:1.95-slim-bookworm AS build
WORKDIR /timeslice
COPY . .
COPY --from=assets /assets /assets
ENV TIMESLICE_ASSETS_DIR=/assets
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/timeslice/target \
    cargo build --release --locked --package timeslice && cp target/release/timeslice /usr/local/bin/timeslice

FROM debian:bookworm-slim
RUN useradd --system --no-create-home timeslice
COPY --from=build /usr/local/bin/timeslice /usr/local/bin/timeslice
USER timeslice
EXPOSE 8080
# The image has no curl, and bash can open a connection by itself.
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '\"status\":\"ok\"' <&3"]
ENTRYPOINT ["timeslice"]
CMD ["serve", "--host", "0.0.0.0"]
