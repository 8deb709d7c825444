#!/bin/sh
echo "BUILT_MODULE_LOCATION[0]=new" >> "$PWD/dkms.conf"
