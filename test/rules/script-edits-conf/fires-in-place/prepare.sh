#!/bin/sh
sed -i 's/^BUILT_MODULE_LOCATION.*/BUILT_MODULE_LOCATION[0]="new"/' dkms.conf
