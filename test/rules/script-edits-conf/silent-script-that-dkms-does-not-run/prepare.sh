#!/bin/sh
sed -i s/a/b/ dkms.conf
