# Parvis in a container: `docker build -t parvis . && docker run -p 8080:8080 -v parvis:/var/lib/parvis parvis`
# With podman or buildah, `--format docker` keeps the health check.
FROM rust:1.95-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN packaging/build

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/parvis parvis \
    && install -d -o parvis -g parvis -m 0750 /var/lib/parvis
COPY --from=build /src/target/release/parvis /usr/bin/parvis
USER parvis
# Few arenas of glibc: packaging/systemd/parvis.service says why.
ENV PARVIS_DATA=/var/lib/parvis PARVIS_LISTEN=0.0.0.0:8080 MALLOC_ARENA_MAX=2
VOLUME /var/lib/parvis
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["parvis", "doctor", "--quick"]
ENTRYPOINT ["parvis"]
CMD ["serve"]
