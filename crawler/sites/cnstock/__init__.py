"""上海证券报 (Shanghai Securities News): www.cnstock.com, and what older pages left."""
