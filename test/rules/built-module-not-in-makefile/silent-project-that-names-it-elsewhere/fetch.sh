#!/bin/sh
wget https://example.org/world.tar
