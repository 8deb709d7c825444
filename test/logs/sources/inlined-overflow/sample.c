#include <linux/module.h>
#include <linux/string.h>

static char room[4];

static int __init sample_init(void)
{
	strcpy(room, "far too long for the room");
	return room[0];
}

static void __exit sample_exit(void)
{
}

module_init(sample_init);
module_exit(sample_exit);
MODULE_DESCRIPTION("A sample that does not build");
MODULE_LICENSE("GPL");
