#include <linux/module.h>
#include <linux/platform_device.h>

static void repro_remove(struct platform_device *pdev)
{
	dev_info(&pdev->dev, "gone\n");
}

static struct platform_driver repro_driver = {
	.driver = { .name = "repro" },
	.remove_new = repro_remove,
};
module_platform_driver(repro_driver);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
