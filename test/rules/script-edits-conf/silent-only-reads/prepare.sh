#!/bin/sh
sed -n 's/^PACKAGE_VERSION=//p' dkms.conf > version
