# The chat in a container: docker build -t onrecord . ; docs/serving.md says how it is run.
# The weights are in the package, so that nothing is fetched after this.

FROM debian:bookworm-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates python3 python3-venv
COPY . /source
RUN python3 -m venv /opt/onrecord \
 && /opt/onrecord/bin/pip install --no-cache-dir /source

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --home-dir /tmp onrecord \
 && install -d -o onrecord /archive /archive/corpus /archive/index
COPY --from=build /opt/onrecord /opt/onrecord
ENV HOME=/tmp MALLOC_ARENA_MAX=2 PATH=/opt/onrecord/bin:$PATH PYTHONDONTWRITEBYTECODE=1
USER onrecord
WORKDIR /archive
VOLUME /archive
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s CMD ["python", "-c", \
  "from urllib.request import urlopen; urlopen('http://127.0.0.1:7860/gradio_api/app_id', timeout=4)"]
ENTRYPOINT ["onrecord"]
CMD ["serve", "--host", "0.0.0.0"]
