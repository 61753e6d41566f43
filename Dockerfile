# An image with the program alone; the site is mounted at /site:
#
#   docker build -t oratory .
#   docker run --rm -v "$PWD:/site" oratory build
FROM rust:1-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends build-essential && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cargo build --profile dist --locked --features full

FROM debian:bookworm-slim
COPY --from=build /src/target/dist/oratory /usr/local/bin/oratory
WORKDIR /site
ENTRYPOINT ["oratory"]
CMD ["build"]
