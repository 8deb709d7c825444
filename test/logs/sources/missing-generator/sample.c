#include <linux/module.h>
#include "table.h"
MODULE_LICENSE("GPL");
