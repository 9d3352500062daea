#!/bin/bash
# The wheel brings the server alone: one command without a password, and what is answered.
exec 3<> /dev/tcp/127.0.0.1/6379
printf '%s\r\n' "$*" >&3
head -n 1 <&3
