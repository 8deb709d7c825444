#include <linux/module.h>
#include <linux/tty.h>

int repro_stopped(struct tty_struct *tty);
int repro_stopped(struct tty_struct *tty)
{
	return tty->stopped || tty->hw_stopped || !tty->pgrp;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
