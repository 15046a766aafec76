# The clone's two commands in a container (docs/how-to/install.md): the image is set up, `docker run` is the quickstart.
FROM node:22-bookworm-slim
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN apt-get update \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    ca-certificates g++ git libtcmalloc-minimal4 python3 python3-pip \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node /alignclip /alignclip/runs
WORKDIR /alignclip
USER node
COPY --chown=node:node . .
RUN npm run setup
VOLUME /alignclip/runs
CMD ["npm", "run", "quickstart"]
