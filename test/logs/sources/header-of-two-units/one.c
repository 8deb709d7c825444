#include <linux/module.h>
#include "shared.h"
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("sample");
