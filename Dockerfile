# syntax=docker/dockerfile:1

# The wheel is built from the sources alone, with the build backend of the lock.
FROM python:3.13-slim AS wheel
ENV PIP_CACHE_DIR=/var/cache/pip
WORKDIR /source
COPY requirements-dev.lock ./
RUN --mount=type=cache,target=/var/cache/pip pip install --require-hashes --requirement requirements-dev.lock
COPY pyproject.toml README.md LICENSE worker.py ./
COPY domain domain
COPY workflows workflows
COPY activities activities
COPY banso banso
RUN python -m hatchling build --target wheel

FROM python:3.13-slim AS environment
ENV PIP_CACHE_DIR=/var/cache/pip
RUN python -m venv /opt/banso
COPY requirements.lock ./
RUN --mount=type=cache,target=/var/cache/pip \
    /opt/banso/bin/pip install --require-hashes --requirement requirements.lock
COPY --from=wheel /source/dist/*.whl /tmp/
RUN /opt/banso/bin/pip install --no-deps --no-index /tmp/*.whl

FROM python:3.13-slim
ENV PATH=/opt/banso/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# Folders that volumes are mounted on belong to the user, or a fresh volume could not be written to.
RUN useradd --create-home --uid 10001 banso \
    && install --directory --owner=banso --mode=0700 /var/lib/banso /var/lib/banso-anchors /var/lib/banso-playbooks
COPY --from=environment /opt/banso /opt/banso
USER banso
WORKDIR /home/banso
CMD ["banso", "--help"]
