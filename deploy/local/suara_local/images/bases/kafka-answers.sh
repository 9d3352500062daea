#!/bin/bash
# The jars are the broker's alone, without its tools: a listener that is open answers.
: < "/dev/tcp/${2%:*}/${2#*:}"
