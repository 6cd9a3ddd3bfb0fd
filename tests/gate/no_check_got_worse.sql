-- A share in violation that grew beyond chance fails the night, known finding or not.
select * from {{ ref('gate') }} where is_worse
