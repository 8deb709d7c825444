#include <stdarg.h>
#include <linux/module.h>

static int repro_print(const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = vprintk(format, args);
	va_end(args);
	return length;
}

static int __init repro_init(void)
{
	return repro_print("%s\n", "hello") < 0 ? -EINVAL : 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
