#include <linux/module.h>
#include <linux/tty.h>

static __maybe_unused int repro_stopped(struct tty_struct *tty)
{
	return tty->stopped || tty->hw_stopped || !tty->pgrp;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
