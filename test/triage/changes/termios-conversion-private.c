#include <linux/module.h>
#include <linux/termios.h>
#include <linux/uaccess.h>

static __maybe_unused int repro(struct ktermios *termios, struct termios2 __user *user, struct termios __user *old)
{
	if (user_termios_to_kernel_termios(termios, user))
		return -EFAULT;
	return kernel_termios_to_user_termios_1(old, termios) ? -EFAULT : 0;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
