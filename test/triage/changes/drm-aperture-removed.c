#include <linux/module.h>
#include <drm/drm_aperture.h>
#include <drm/drm_drv.h>

static __maybe_unused int repro(struct pci_dev *pdev, const struct drm_driver *driver)
{
	return drm_aperture_remove_conflicting_pci_framebuffers(pdev, driver);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
