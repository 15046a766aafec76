#!/usr/bin/env node
require('@alignclip/cli');
