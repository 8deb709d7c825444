#!/bin/sh
make CONFIG_HELLO=m
