#!/bin/bash
# `nc -z HOST PORT`, which the official image has from BusyBox.
: < "/dev/tcp/$2/$3"
