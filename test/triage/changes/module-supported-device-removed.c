#include <linux/module.h>

MODULE_SUPPORTED_DEVICE("repro");

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
